import ExerciseKit
import Solutions
import Testing

@Suite("The router of operations")
struct TruthRouterTests {
  @Test func `what nobody has touched is nothing, and nothing does not move`() throws {
    var router = TruthRouter(replica: NodeID(1), balances: ["ann": 5])
    #expect(router.likeCount(of: "unheard of") == 0)
    #expect(throws: TruthRouter.Refusal.self) {
      try router.perform(.transferMoney(from: "ann", to: "ben", cents: 0))
    }
    #expect(router.outbox.isEmpty)
    for version in 1...2 {
      try router.perform(.updateProfile(user: "ann", text: "x"))
      #expect(router.profiles["ann"]?.version == version)
    }
  }

  @Test func `every operation has the route its data needs`() {
    let routes: [(ShopOperation, Route)] = [
      (.transferMoney(from: "a", to: "b", cents: 1), .transaction),
      (.updateProfile(user: "a", text: "x"), .quorum), (.addLike(post: "p", user: "a"), .mergeable),
      (.withdrawLike(post: "p", user: "a"), .mergeable),
      (.addToCart(user: "a", item: "milk"), .mergeable),
      (.removeFromCart(user: "a", item: "milk"), .mergeable),
      (.trackView(page: "p"), .eventual), (.auditAction("x"), .hashChain),
    ]
    for (operation, route) in routes { #expect(operation.route == route) }
    #expect(Set(routes.map(\.1)) == Set(Route.allCases))
  }

  @Test func `likes are counted per post and once per user`() throws {
    var phone = TruthRouter(replica: NodeID(1))
    var laptop = TruthRouter(replica: NodeID(2))
    try phone.perform(.addLike(post: "first", user: "ann"))
    try phone.perform(.addLike(post: "first", user: "ann"))
    try laptop.perform(.addLike(post: "first", user: "ann"))
    try laptop.perform(.addLike(post: "second", user: "ben"))
    phone.merge(laptop)
    #expect(phone.likeCount(of: "first") == 1)
    #expect(phone.likeCount(of: "second") == 1)
    try phone.perform(.withdrawLike(post: "first", user: "ann"))
    laptop.merge(phone)
    #expect(laptop.likeCount(of: "first") == 0)
  }

  @Test func `each user's like counts, and each view`() throws {
    var router = TruthRouter(replica: NodeID(1))
    for user in ["ann", "ben", "ann", "cem"] {
      try router.perform(.addLike(post: "p", user: user))
      try router.perform(.trackView(page: "home"))
    }
    #expect(router.likeCount(of: "p") == 3)
    #expect(router.views == ["home": 4])
    try router.perform(.withdrawLike(post: "p", user: "ann"))
    #expect(router.likes["p"]?.elements == ["ben", "cem"])
  }

  @Test func `what leaves one account comes into the other, also into a new one`() throws {
    var router = TruthRouter(replica: NodeID(1), balances: ["a": 100, "b": 5])
    try router.perform(.transferMoney(from: "a", to: "b", cents: 60))
    try router.perform(.transferMoney(from: "a", to: "new", cents: 30))
    #expect(router.balances == ["a": 10, "b": 65, "new": 30])
  }

  @Test func `a transfer is audited exactly once whatever crashes`() throws {
    for crash in [false, true] {
      var router = TruthRouter(replica: NodeID(1), balances: ["a": 100])
      try router.perform(.transferMoney(from: "a", to: "b", cents: 60))
      #expect(router.outbox.count == 1)
      #expect(router.audit.links.isEmpty)
      router.relayOutbox(crashesBeforeRemoval: crash)
      router.relayOutbox()
      router.relayOutbox()
      #expect(router.audit.links.map(\.entry) == ["transfer 1: 60 cents, a to b"])
      #expect(router.outbox.isEmpty)
    }
  }

  @Test func `a line that looks like a transfer does not stand for one`() throws {
    var router = TruthRouter(replica: NodeID(1), balances: ["a": 100])
    try router.perform(.auditAction("transfer 1: 60 cents, a to b"))
    try router.perform(.transferMoney(from: "a", to: "b", cents: 60))
    router.relayOutbox(crashesBeforeRemoval: true)
    router.relayOutbox()
    #expect(router.outbox.isEmpty)
    let line = "transfer 1: 60 cents, a to b"
    #expect(router.audit.links.map(\.entry) == [line, line], "what was claimed, and what was done")
    try router.perform(.transferMoney(from: "b", to: "a", cents: 60))
    router.relayOutbox()
    #expect(router.audit.links.last?.entry == "transfer 2: 60 cents, b to a")
  }

  @Test func `money that cannot be counted does not move`() {
    var router = TruthRouter(replica: NodeID(1), balances: ["a": 100, "b": .max])
    #expect(throws: TruthRouter.Refusal.invalidTransfer) {
      try router.perform(.transferMoney(from: "a", to: "b", cents: 1))
    }
    #expect(router.balances == ["a": 100, "b": .max])
  }

  @Test func `a refused transfer leaves nothing behind`() throws {
    var router = TruthRouter(replica: NodeID(1), balances: ["a": 100])
    #expect(throws: TruthRouter.Refusal.insufficientFunds(account: "a", cents: 100)) {
      try router.perform(.transferMoney(from: "a", to: "b", cents: 101))
    }
    #expect(throws: TruthRouter.Refusal.invalidTransfer) {
      try router.perform(.transferMoney(from: "a", to: "a", cents: 1))
    }
    #expect(throws: TruthRouter.Refusal.invalidTransfer) {
      try router.perform(.transferMoney(from: "a", to: "b", cents: -5))
    }
    #expect(router.balances == ["a": 100])
    #expect(router.outbox.isEmpty)
  }
}
