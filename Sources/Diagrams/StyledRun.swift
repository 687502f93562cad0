/// Text of one role.
struct StyledRun: Hashable {
  var text: String
  var role: TextRole
}
