"""Figures of the network and of each association: counted ahead by the worker, told without anybody in particular."""
