# The page around the conversations.

app-tag = App
