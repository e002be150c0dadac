# The page around the conversations.

app-tag = 앱
