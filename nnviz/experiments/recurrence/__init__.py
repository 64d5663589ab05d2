"""What a recurrent network can remember, and what of its gradient gets through time."""
