"""The student writes a class; the test makes objects of it."""

# %% solution
class Account:
    kind = 'basic'
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance
    def deposit(self, amount):
        self.balance += amount
        return self

# %% wrong
class Account:
    kind = 'gold'
    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = 0
    def deposit(self, amount):
        pass

# %% test
account = Account('Kim', balance=10)
assert isinstance(account, Account)
assert account.owner == 'Kim'
account.deposit(5)
assert account.balance == 15
assert account.deposit(1) is not None
assert Account.kind == 'basic'
account.owner = 'Lee'
assert account.owner == 'Lee'
