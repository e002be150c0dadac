## The organisation's status page, which somebody changes by hand.

external-page-too = Change the status page ({ $page }) as well: the words then stand below the update, ready to copy.
external-page-alone = *External word.* For the status page ({ $page }), which you change yourself: the words then stand below the update, ready to copy.
preview-by-hand = { $page } (by hand)

page-owed = :globe_with_meridians: *The status page is still to be changed:* { $page }
page-confirm = It is on the status page
page-shown = On the status page since { $at } · { $by }
refused-page-awaits-none = The status page does not wait for that update on { $number }: its words were changed, or others have followed. Put the words of the last update in its channel there, and press the button below them.

said-status-page-updated = updated the status page: { $text }
fact-status-page-updated = Status page updated: { $text }
postmortem-status-page-updated = Status page updated
