import Screen

/// What the keys of the stepper do.
enum StepKeys {
  static let help = KeyHelp([
    (
      "Walk",
      [
        ("→ n Space", "a step forwards"), ("← p Backspace", "a step backwards"),
        ("g G", "to the start, to the end"), ("d", "to the first difference to the reference"),
        ("v", "to what breaks first"), ("j k PgDn PgUp", "scroll"),
      ]
    ),
    (
      "Branches",
      [
        ("c Enter", "let something else happen here"), ("[ ]", "the branch beside this one"),
        ("t", "all that was visited; Enter goes there"),
        ("b", "another run beside this: the reference's own run of these events, or a branch"),
        ("w", "save this branch, or write it as .html .svg .mmd .txt"),
      ]
    ),
    (
      "Look",
      [
        ("m", "the run so far as a picture"),
        ("o", "how likely it is from each step on that something breaks soon"),
        ("f", "fold or unfold what did not change; beside another run, what is the same in both"),
        ("F", "pass over the steps without which the same breaks all the same"),
        ("/", "choose which messages are shown: by sender, receiver, kind"),
      ]
    ),
    (
      "And",
      [
        ("?", "this help"), ("Ctrl-L", "draw the screen again"),
        ("Ctrl-Z", "suspend; fg comes back"), ("q Ctrl-C", "quit"),
      ]
    ),
  ])
}
