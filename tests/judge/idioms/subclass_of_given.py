"""The student derives from a class of a locked cell."""

# %% locked
class Shape:
    def area(self):
        raise NotImplementedError
    def describe(self):
        return f'area {self.area():.1f}'

# %% solution
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2

# %% wrong
class Square:
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
    def describe(self):
        return 'area 4.0'

# %% test
square = Square(2)
assert isinstance(square, Shape)
assert square.area() == 4
assert square.describe() == 'area 4.0'
assert issubclass(Square, Shape)
