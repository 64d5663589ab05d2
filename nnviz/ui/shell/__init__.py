"""What every page stands in: catalogue, start-up, layout, session, page state, light or dark."""
