# Slack's texts and blocks.

private-channel = private channel

month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
weekday = { $weekday ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
date = { month } { $ordinal }, { $year }
date-this-year = { month } { $ordinal }
date-short = { month-short } { $day }, { $year }
date-short-this-year = { month-short } { $day }
date-long = { weekday }, { month } { $ordinal }, { $year }
date-slash = { $padded_month }/{ $padded_day }/{ $year }
divider-day = { weekday }, { month } { $ordinal }
divider-today = Today
divider-yesterday = Yesterday
divider-tomorrow = Tomorrow
today = today
yesterday = yesterday
tomorrow = tomorrow
half = { $half ->
    [am] AM
   *[pm] PM
}
time = { $hour }:{ $minute } { half }
time-seconds = { $hour }:{ $minute }:{ $second } { half }
just-now = just now
units = { $unit ->
    [minute] { $count ->
        [one] minute
       *[other] minutes
    }
    [hour] { $count ->
        [one] hour
       *[other] hours
    }
   *[day] { $count ->
        [one] day
       *[other] days
    }
}
time-ago = { $count } { units } ago
time-ahead = in { $count } { units }

optional = (optional)
choose = Choose an option
choose-many = Choose options
choose-person = Choose a person
choose-people = Choose people
choose-channel = Choose a channel
choose-channels = Choose channels
choose-conversation = Choose a conversation
choose-conversations = Choose conversations
choose-files = Choose files
choose-date = Choose a date
choose-time = Choose a time
search = Search
clear = Clear
remove = Remove { $name }
nothing-found = Nothing found
type-more = Type at least { $count ->
    [one] one character
   *[other] { $count } characters
}
loading-options = Loading…
options-failed = The options could not be loaded.
more-actions = More actions
at-least = at least { $least } characters
confirm = Confirm
deny = Cancel
are-you-sure = Are you sure?
times-in-zone = Times are in { $zone }
unknown-block = Unknown block
unknown-element = Unknown element
picture-elsewhere = Picture from { $host }, not loaded here
picture-in-workspace = Picture
open-picture = Open the picture
video = Video
remote-file = File kept elsewhere
alert-info = Note
alert-warning = Warning
alert-error = Error
alert-success = Success
status-pending = To do
status-in_progress = In progress
status-complete = Done
status-error = Failed
sources = Sources
helpful = Helpful
not-helpful = Not helpful
