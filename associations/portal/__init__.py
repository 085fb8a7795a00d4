"""The portal: where the members of one association read cards and answer."""
