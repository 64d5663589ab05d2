"""What each topic of the page "Convolution" lets a person conclude: a module a topic."""
