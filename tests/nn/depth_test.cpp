// SPDX-License-Identifier: BSD-3-Clause
// Models that are very deep or contain themselves, on threads with small stacks: all ends, with a
// result or with an error that says what is wrong.
#include <catch2/catch.hpp>
#include <deque>

#include "core/base/error.h"
#include "core/io/t7.h"
#include "core/nn/module.h"
#include "tests/support/small_stack.h"
#include "tests/support/tensors.h"

using namespace tocha;
using testing::kSmallStack;
using testing::make;
using testing::on_stack;

namespace {

// What a file would give, without the file.
class Content {
 public:
  t7::Table& table() { return tables_.emplace_back(); }
  t7::Object& object(const std::string& name) {
    t7::Object& made = objects_.emplace_back();
    made.class_name = name;
    made.fields = &table();
    return made;
  }
  static void set(const t7::Table& to, const t7::Value& key, const t7::Value& value) {
    const_cast<t7::Table&>(to).fields.emplace_back(key, value);
  }
  static void set(const t7::Table& to, const char* key, const t7::Value& value) {
    set(to, t7::Value(std::string(key)), value);
  }
  /// A container of these modules.
  t7::Object& container(const std::string& name, std::initializer_list<const t7::Object*> modules) {
    t7::Object& made = object(name);
    t7::Table& list = table();
    set(*made.fields, "modules", t7::Value(static_cast<const t7::Table*>(&list)));
    for (const t7::Object* module : modules) {
      set(list, t7::Value(double(list.fields.size() + 1)), t7::Value(module));
    }
    set(*made.fields, "gradInput", t7::Value(static_cast<const t7::Table*>(&table())));
    return made;
  }
  const t7::Object& nested(int levels) {
    const t7::Object* inner = &object("nn.Identity");
    for (int i = 0; i < levels; ++i) inner = &container("nn.Sequential", {inner});
    return *inner;
  }

 private:
  std::deque<t7::Table> tables_;
  std::deque<t7::Object> objects_;
};

const t7::Value table_value(const t7::Table& table) { return t7::Value(&table); }

Tensor two() { return make(DType::Double, {2}, {1, 2}); }

// All that a host may ask of a model.
void use(const nn::Module& net) {
  net.evaluate();
  net.parameters();
  net.to(DType::Double);
  net.forward(two());
  net.backward(two(), two());
}

}  // namespace

TEST_CASE("a hundred levels work on a small stack, a thousand on a large one") {
  Content content;
  const t7::Object& hundred = content.nested(testing::kSmallStack > 256 ? 50 : 100);
  CHECK(on_stack(kSmallStack, [&] { use(nn::load(hundred)); }) == "");
  const t7::Object& thousand = content.nested(1000);
  CHECK(on_stack(8 << 10, [&] {
          const nn::Module net = nn::load(thousand);
          CHECK(net.forward(two()).tensor().data<double>()[1] == 2);
          use(net);
        }) == "");
}

TEST_CASE("too deep a model is an error where it would need the stack, and only there") {
  Content content;
  const t7::Object& deep = content.nested(30000);
  const std::string message = on_stack(kSmallStack, [&] {
    const nn::Module net = nn::load(deep);
    net.evaluate();
    CHECK(net.parameters().empty());
    net.zero_gradients();
    net.to(DType::Float);
    const std::string message = on_stack(kSmallStack, [&] { net.backward(two(), two()); });
    CHECK_THAT(message, Catch::Contains("nested too deeply for a stack of "));
    net.forward(two());
  });
  CHECK_THAT(message, Catch::StartsWith("nn.Sequential[1].nn.Sequential[1]."));
  CHECK_THAT(message, Catch::Contains("[1].nn.Sequential: nested too deeply for a stack of " +
                                      std::to_string(kSmallStack) + " KiB"));
  CHECK(message.size() < 600);
  try {
    nn::load(content.nested(30000)).forward(two());
    FAIL("too deep for any usual stack");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::Environment);
  }
}

TEST_CASE("tables and modules nested in fields that no layer reads") {
  Content content;
  const t7::Object& id = content.object("nn.Identity");
  const t7::Table* inner = &content.table();
  for (int i = 0; i < 30000; ++i) {
    t7::Table& outer = content.table();
    Content::set(outer, t7::Value(1.0), table_value(*inner));
    inner = &outer;
  }
  Content::set(*id.fields, "buffer", table_value(*inner));
  CHECK(on_stack(kSmallStack, [&] { use(nn::load(id)); }) == "");

  const t7::Object* chain = &content.object("nn.Identity");
  for (int i = 0; i < 30000; ++i) {
    const t7::Object& outer = content.object("nn.Identity");
    Content::set(*outer.fields, "next", t7::Value(chain));
    chain = &outer;
  }
  CHECK(on_stack(kSmallStack, [&] { use(nn::load(*chain)); }) == "");
}

TEST_CASE("a model that contains itself") {
  Content content;
  for (const char* name : {"nn.Sequential", "nn.ConcatTable", "nn.Concat", "nn.Decorator"}) {
    const t7::Object& self = content.container(name, {});
    Content::set(*self.fields, "dimension", t7::Value(1.0));
    Content::set((*self.fields)["modules"].table(), t7::Value(1.0), t7::Value(&self));
    CHECK(on_stack(kSmallStack, [&] {
            const nn::Module net = nn::load(self);
            net.evaluate();
            net.to(DType::Float);
            const std::string twice = name + std::string("[1].") + name + ": contains itself";
            CHECK_THROWS_WITH(net.forward(two()), twice);
            CHECK_THROWS_WITH(net.forward(two()), twice);  // nothing is left behind
            CHECK_THROWS_WITH(net.parameters(), name + std::string(": contains itself"));
            CHECK_THROWS_WITH(net.zero_gradients(), name + std::string(": contains itself"));
          }) == "");
  }
  // A criterion, a graph's node and a mapped module in place of themselves.
  const t7::Object& criterion = content.object("nn.MultiCriterion");
  t7::Table& list = content.table();
  Content::set(list, t7::Value(1.0), t7::Value(&criterion));
  Content::set(*criterion.fields, "criterions", table_value(list));
  Content::set(*criterion.fields, "weights", table_value(list));
  CHECK_THROWS_WITH(nn::load(criterion).loss(two(), two()),
                    Catch::Contains("must be a number") || Catch::Contains("contains itself"));
  const t7::Object& map = content.container("nn.MapTable", {});
  Content::set(*map.fields, "module", t7::Value(&map));
  CHECK_THROWS_WITH(nn::load(map).forward(nn::List{two(), two()}), "nn.MapTable: contains itself");

  nn::Sequential own;
  own.add(own);
  CHECK_THROWS_WITH(own.forward(two()), "nn.Sequential[1].nn.Sequential: contains itself");
}

TEST_CASE("a model of few modules that would run without end") {
  Content content;
  const t7::Object* inner = &content.object("nn.Identity");
  for (int i = 0; i < 64; ++i) inner = &content.container("nn.ConcatTable", {inner, inner});
  const nn::Module net = nn::load(*inner);
  net.evaluate();
  net.to(DType::Float);
  CHECK_THROWS_WITH(net.forward(two()),
                    Catch::Contains("more than 1048576 modules and tables in one call"));
  CHECK_THROWS_WITH(net.parameters(), "nn.ConcatTable: has more than 1048576 modules");

  // Each output is a table of twice the one before: a copy of the last has 2^40 tensors.
  nn::Sequential doubling;
  for (int i = 0; i < 40; ++i) {
    nn::ConcatTable both;
    both.add(nn::Module("nn.Identity")).add(nn::Module("nn.Identity"));
    doubling.add(both);
  }
  nn::Module select("nn.SelectTable");
  select.fields().set("index", 1.0);
  doubling.add(select);
  doubling.forward(two());
  CHECK_THROWS_WITH(doubling.backward(two(), two()),
                    "nn.Sequential[41].nn.SelectTable: more than 1048576 modules and tables in one "
                    "call");
}

TEST_CASE("networks and tables of any depth that a host puts together go again") {
  CHECK(on_stack(kSmallStack, [] {
          nn::Module net("nn.Identity");
          nn::List list{two()};
          for (int i = 0; i < 30000; ++i) {
            nn::Sequential outer;
            outer.add(net);
            net = outer;
            nn::List around;
            around.add(list);
            list = around;
          }
          CHECK_THROWS_WITH(net.forward(two()), Catch::Contains("nested too deeply"));
          const nn::Module identity("nn.Identity");
          CHECK_THROWS_WITH(identity.forward(list), Catch::Contains("nested too deeply"));
          // A result within a result, longer each time; copies of it stop at the stack's end.
          const nn::Module wrap("nngraph.JustTable");
          nn::Object& fields = wrap.fields();
          for (int i = 0; i < 30000; ++i) {
            nn::Fields& outer = fields.make_table("outer");
            outer.set(1, fields.get("inner"));
            fields.set("inner", fields.get("outer"));
          }
          CHECK_THROWS_WITH(identity.forward(fields.get("inner")),
                            Catch::Contains("nested too deeply"));
        }) == "");
  nn::List self;
  self.add(self);
  CHECK_THROWS_WITH(nn::Module("nn.Identity").forward(self), Catch::Contains("nested too deeply"));
}

TEST_CASE("tables nested in what a layer reads") {
  Content content;
  const t7::Object& flatten = content.object("nn.FlattenTable");
  const t7::Table* map = &content.table();
  for (int i = 0; i < 30000; ++i) {
    t7::Table& outer = content.table();
    Content::set(outer, t7::Value(1.0), table_value(*map));
    map = &outer;
  }
  Content::set(*flatten.fields, "input_map", table_value(*map));
  Content::set(*flatten.fields, "gradInput", table_value(content.table()));
  CHECK_THAT(
      on_stack(kSmallStack, [&] { nn::load(flatten).backward(nn::List{two()}, nn::List{two()}); }),
      Catch::StartsWith("nn.FlattenTable: nested too deeply"));

  // The same container twice: its table of outputs becomes an element of itself. Nothing leaks.
  const t7::Object& table = content.container("nn.ConcatTable", {&content.object("nn.Identity")});
  const nn::Module twice = nn::load(content.container("nn.Sequential", {&table, &table}));
  nn::Fields& out = twice.forward(two()).table();
  CHECK(&out == &out.table(1));
  CHECK_THROWS_WITH(nn::Module("nn.Identity").forward(twice.fields().get("output")),
                    Catch::Contains("nested too deeply"));
}

TEST_CASE("keys that are no positions are left out") {
  Content content;
  const t7::Object& net = content.container("nn.Sequential", {&content.object("nn.Identity")});
  const t7::Table& list = (*net.fields)["modules"].table();
  for (double key : {1e300, -1e300, 2.5, double(INFINITY)}) {
    Content::set(list, t7::Value(key), t7::Value(7.0));
  }
  CHECK(nn::load(net).size() == 1);
  CHECK(nn::load(net).forward(two()).tensor().data<double>()[1] == 2);
}
