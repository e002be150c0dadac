## What was linked with an incident that becomes private.

make-private-linked = *It was linked with { $others }.* From then on, their panels, announcements and timelines no longer name it, and what was merged from here is taken out of them. What was merged from there stays here. What somebody has read, and documents that were exported before, stay as they are.
