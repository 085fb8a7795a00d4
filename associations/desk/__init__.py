"""The desk: where the network's own team looks after what nobody took."""
