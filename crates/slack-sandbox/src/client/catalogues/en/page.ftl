# The page around the conversations.

people-title = { $team }: who are you today?
people-lead = Everybody here is made up. Choose a person; another window can be somebody else.
welcome = Choose a channel
welcome-lead = Or try a command; the app that is installed here knows these:

skip-to-composer = Skip to the message field
conversations = Conversations
channels = Channels
other-channels = { $count ->
    [one] One more channel
   *[other] { $count } more channels
}
direct-messages = Direct messages
apps = Apps
mentions = { $count ->
    [one] 1 mention
   *[other] { $count } mentions
}
unread = unread
sign-public = channel
sign-private = private channel
sign-group = conversation of several people
sign-archived = archived channel
new-channel = + New channel
new-channel-name = Name
make-private = Private
create = Create

app-clock = { $app }'s clock
shortcuts = Shortcuts
inspector = Inspector
settings = Language and colours
language = Language
theme = Colours
theme-system = As the system
theme-light = Light
theme-dark = Dark
switch-person = Be somebody else
in-new-window = { $name } in a new window

members = { $count ->
    [one] 1 member
   *[other] { $count } members
}
pins = { $count ->
    [one] 1 pin
   *[other] { $count } pins
}
canvas = Canvas
bookmarks = Bookmarks
leave = Leave
join = Join channel
you-are-looking = You are looking at #{ $channel }.
channel-is-archived = This channel is archived. Nobody can write here.
home-tab = Home
messages-tab = Messages
no-home = { $app } shows nothing here yet.
app-conversation = This is the beginning of your conversation with { $app }.

messages = Messages
message-by = Message by { $name }
app-tag = APP
only-you = Only visible to you
pinned = Pinned
edited = (edited)
message-deleted = This message was deleted.
new-messages = New
load-older = Load older messages
to-newest = Go to the newest messages
beginning = This is the very beginning.
replies = { $count ->
    [one] 1 reply
   *[other] { $count } replies
}
last-reply = last at { $time }
reactions = Reactions

message-actions = What to do with this message
add-reaction = Add a reaction
emoji-name = Emoji name
add = Add
reply-in-thread = Reply in thread
message-more = More
pin = Pin to channel
unpin = Unpin
copy-link = Copy link
edit-message = Edit message
delete-message = Delete message
save = Save
dismiss = Dismiss
download = Download

thread = Thread
reply = Reply…
also-send-to-channel = Also send to the channel
message-to = Message { $place }
send = Send
suggestions = Suggestions
calls-everybody = calls everybody here
add-people = Add people
pinned-by = Pinned by { $name }
show-message = Show
no-preview = There is no preview of this file.
handle = Handle
title = Title
local-time = Local time
user-id = Member ID
gone = This is not here any more

close = Close
cancel = Cancel
back = Back
connection-lost = The connection is lost. Is the sandbox still running?
act-failed = That did not work.

note-joined = { $name } joined the channel
note-left = { $name } left the channel
note-topic = { $name } set the channel topic:
note-purpose = { $name } set the channel description:
note-renamed = { $name } renamed the channel from { $old } to { $new }
note-archived = { $name } archived the channel
note-unarchived = { $name } unarchived the channel

