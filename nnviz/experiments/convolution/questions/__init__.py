"""What each topic of the page "Convolution" asks before it shows: a module a topic."""
