import Screen

/// What the keys of the desk do.
enum DeskKeys {
  static let help = KeyHelp([
    (
      "The desk",
      [
        ("(a save)", "checks everything, whichever editor it comes from"),
        ("Space b j k", "move about in what is shown, as do g and G"),
        ("c Enter", "the checks; Enter opens one, o checks it alone"),
        ("p", "what your code printed"), ("a", "check everything again"),
        ("o", "check only what failed first"),
      ]
    ),
    (
      "Read",
      [
        ("t", "the task"), ("r", "the section that teaches what failed"),
        ("h", "the next hint"), ("s", "the reference; before you have passed it asks twice"),
        ("z", "the quiz of the chapter"),
      ]
    ),
    (
      "Work",
      [
        ("w", "walk through the run that fails, or through one of your own"),
        ("e", "edit, with $VISUAL or $EDITOR, at the line in question"),
        ("x", "begin anew; asks, and keeps your version"),
        ("n", "the next exercise that is not passed"), ("l", "all exercises"),
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
