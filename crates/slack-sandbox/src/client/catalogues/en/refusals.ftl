# Why the client does not do what was asked.

refusal = That is not possible here.
refusal-empty = Please complete this required field.
refusal-too-long = This text is too long.
refusal-too-short = This text is too short.
refusal-email = Please enter a valid email address.
refusal-url = Please enter a valid URL.
refusal-number = Please enter a valid number.
refusal-range = That number is out of range.
refusal-date = Please enter a valid date and time.
refusal-too-many = That is too many.
refusal-not-offered = That cannot be chosen here.
refusal-query = Please type a little more.
refusal-status = The status of a server error is between 500 and 599.

refusal-name-taken = That name is already taken by a channel.
refusal-name-empty = A channel needs a name.
refusal-name-length = A channel name has at most 80 characters.
refusal-name-letters = Channel names take lowercase letters, digits, hyphens and underscores.
refusal-not-member = Join the channel first.
refusal-archived = This channel is archived. Nobody can write here.
refusal-no-channel = You cannot see that channel.
refusal-join = This channel cannot be joined.
refusal-general = Nobody leaves the channel of everybody.
refusal-already-in = That person is in the channel already.
refusal-guest = Guests cannot do that.
refusal-no-person = That person is not here any more.

refusal-no-text = A message needs a text.
refusal-no-message = That message is not here any more.
refusal-not-yours = You can change only your own messages.
refusal-emoji = There is no emoji of that name.
refusal-already = That is done already.
refusal-gone = This has changed meanwhile. Please look again.
refusal-shortcut = The app does not offer that shortcut.

nothing-here = There is nothing here, or nothing that this person may see.
choose-a-person = Choose a person
