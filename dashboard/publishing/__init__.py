"""Owns what limited audiences may see: the widest tables of a build, passed through the gate once; lays out nothing."""
