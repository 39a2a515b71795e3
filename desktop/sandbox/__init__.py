"""The sandbox: a server on the loopback interface that plays the providers over a world made from a seed.

It is a process of its own (`python -m desktop.sandbox`); the program never imports it. This floor holds
the world, its sound, the faults and the server; what a provider's API looks like is in that provider's
own folder (`providers/*/sandbox.py`).
"""
