"""What the page "Convolution" adds to the live stage: a player that shows an image of the visitor's."""
