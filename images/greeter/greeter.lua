local name = arg[1] or "nobody"
print(("Hello, %s, from %s!"):format(name, _VERSION))
