## What is asked and said where a private incident has no channel.

line-no-commander-alone = { $number } ({ $severity }) has no commander yet, and no channel in which I could ask for one. Please take command, or give it to somebody: `{ $command } role { $number } commander @name`.
line-read-by-nobody = :warning: Nobody else reads your update on { $number }: it has no channel. The update is on its timeline. Please tell whoever has to know yourself.
update-read-by-nobody = :warning: *This incident has no channel, so nobody else reads this update.* It goes on the timeline. Please tell whoever has to know yourself.
heads-up-alone = this conversation
