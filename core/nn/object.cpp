// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/object.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/nesting.h"
#include "core/nn/path.h"
#include "core/nn/trace.h"
#include "core/tensor/views.h"

namespace tocha::nn {

Object& Graph::make(std::string class_name) {
  return objects.emplace_back(*this, std::move(class_name));
}

namespace {

// Destroys what the dying one alone owns, chains of any length included, without recursion and
// without memory: owners are emptied one by one. `each(owner, f)` calls f(shared_ptr&) for all that
// an owner holds.
template <class T, class Each>
void release(T& dying, std::shared_ptr<T> T::*next, Each&& each) {
  std::shared_ptr<T> waiting;
  const auto take = [&](std::shared_ptr<T>& owned) {
    if (owned.use_count() != 1) return;
    (*owned).*next = std::move(waiting);
    waiting = std::move(owned);
  };
  each(dying, take);
  while (waiting) {
    const std::shared_ptr<T> one = std::move(waiting);
    waiting = std::move((*one).*next);
    each(*one, take);
  }
}

}  // namespace

Graph::~Graph() {
  while (tables) tables->clear();  // those that contain each other go, too
  release(*this, &Graph::next, [](Graph& graph, auto& f) {
    for (std::shared_ptr<Graph>& part : graph.parts) f(part);
  });
}

void Object::link() {
  after_ = std::exchange(graph_.tables, this);
  place_ = &graph_.tables;
  if (after_) after_->place_ = &after_;
}

void Object::unlink() {
  if (!place_) return;
  *place_ = after_;
  if (after_) after_->place_ = place_;
  place_ = nullptr;
}

// Of a table in the graph's list, which it leaves.
void Object::clear() {
  const Table keep = shared_from_this();
  unlink();
  named_.clear();
  listed_.clear();
}

Object::~Object() {
  unlink();
  release(*this, &Object::next_, [](Object& object, auto& f) {
    object.each_slot([&](Slot& slot) {
      for (Item* item : {&slot.now, &slot.before}) {
        if (Table* table = std::get_if<Table>(item)) f(*table);
      }
    });
  });
}

Object::Object(Graph& graph, std::string class_name)
    : graph_(graph),
      class_name_(std::move(class_name)),
      layer_(find_layer(class_name_)),
      criterion_(find_criterion(class_name_)) {}

Object::Slot& Object::slot(Key key) { return key.name ? named_[key.name] : listed_[key.index]; }

Object::Item& Object::place(Key key) {
  Slot& at = slot(key);
  at.before = std::move(at.now);
  return at.now;
}

Object* Object::object_in(const Item& item) {
  if (const auto* object = std::get_if<Object*>(&item)) return *object;
  const auto* table = std::get_if<Table>(&item);
  return table ? table->get() : nullptr;
}

Value Object::value_of(Slot& slot, const char* name) {
  Item& item = slot.now;
  Value value;
  value.name = name;
  value.handle = reinterpret_cast<intptr_t>(&item);
  if (item.index() == 0) {
    value.handle = 0;
  } else if (const auto* number = std::get_if<double>(&item)) {
    value.kind = Value::Kind::Number;
    value.number = *number;
  } else if (const auto* flag = std::get_if<bool>(&item)) {
    value.kind = Value::Kind::Flag;
    value.number = *flag;
  } else if (const auto* text = std::get_if<std::string>(&item)) {
    value.kind = Value::Kind::Text;
    value.text = *text;
  } else if (const auto* tensor = std::get_if<std::shared_ptr<Tensor>>(&item)) {
    value.kind = Value::Kind::Tensor;
    value.tensor_ptr = tensor->get();
  } else if (const auto* storage = std::get_if<StoragePtr>(&item)) {
    value.kind = Value::Kind::Storage;
    value.storage_ptr = storage->get();
  } else if (Object* object = object_in(item)) {
    value.kind = Value::Kind::Table;
    value.table_ptr = object;
  }
  return value;
}

Value Object::get(Key key) {
  if (key.name) {
    const auto found = named_.find(std::string_view(key.name));
    return found == named_.end() ? Value() : value_of(found->second, key.name);
  }
  const auto found = listed_.find(key.index);
  return found == listed_.end() ? Value() : value_of(found->second, "element");
}

void Object::set(Key key, const Value& value) {
  Item item;
  switch (value.kind) {
    case Value::Kind::None:
      break;
    case Value::Kind::Number:
      item = value.number;
      break;
    case Value::Kind::Flag:
      item = value.number != 0;
      break;
    case Value::Kind::Text:
      item = std::string(value.text);
      break;
    default:
      if (value.handle) {
        // An address here, an index of the stack in Lua's fields: only a number serves both.
        item = *reinterpret_cast<Item*>(value.handle);  // NOLINT(performance-no-int-to-ptr)
      } else if (value.is_table()) {
        Object& object = static_cast<Object&>(*value.table_ptr);
        if (Table table = object.weak_from_this().lock()) {
          item = std::move(table);
        } else {
          item = &object;
        }
      } else {
        item = std::make_shared<Tensor>(value.tensor());
      }
  }
  place(key) = std::move(item);
}

Tensor& Object::make_tensor(Key key, DType dtype, Device& device) {
  auto tensor = std::make_shared<Tensor>(dtype, device);
  place(key) = tensor;
  return *tensor;
}

Fields& Object::make_table(Key key) {
  const auto table = std::make_shared<Object>(graph_, std::string());
  table->link();
  place(key) = table;
  return *table;
}

int64_t Object::length() {
  int64_t count = 0;
  for (const auto& [index, slot] : listed_) {
    if (index == count + 1 && slot.now.index() != 0) ++count;
  }
  return count;
}

std::vector<std::string> Object::names() {
  std::vector<std::string> result;
  for (const auto& [name, slot] : named_) {
    if (slot.now.index() != 0) result.push_back(name);
  }
  return result;
}

Value Object::value() {
  Value value;
  value.kind = Value::Kind::Table;
  value.table_ptr = this;
  value.name = "input";
  return value;
}

// One call of a module. Only a model that contains itself calls one that runs already.
class Object::Call {
 public:
  explicit Call(Object& object) : object_(object) {
    if (object.running_) fail("contains itself");
    object.running_ = true;
  }
  ~Call() { object_.running_ = false; }

 private:
  const Nested nested_;
  Object& object_;
};

// A container's error begins with "[3].", the way to the child: no colon then.
template <class Body>
void Object::guarded(Body&& body) {
  try {
    const Call call(*this);
    body();
  } catch (const Error& error) {
    const std::string_view text = error.what();
    throw Error(error.kind(),
                shown_path(class_name_ + (text.starts_with('[') ? "" : ": ") + std::string(text)));
  }
}

Value Object::forward(const Value& input, const Value& target) {
  const Trace trace(class_name_.c_str(), "forward", input);
  guarded([&] {
    if (layer_) return layer_->forward(*this, input);
    if (criterion_) return criterion_->forward(*this, input, target);
    fail("exists only in Lua");
  });
  return get("output");
}

Value Object::backward(const Value& input, const Value& grad_output) {
  const Trace trace(class_name_.c_str(), "backward", input);
  guarded([&] {
    if (criterion_) return criterion_->backward(*this, input, grad_output);
    if (layer_ && has("gradInput")) layer_->backward(*this, input, grad_output);
  });
  return get("gradInput");
}

void Object::accumulate(const Value& input, const Value& grad_output, double scale) {
  const Trace trace(class_name_.c_str(), "accumulate", input);
  guarded([&] {
    if (layer_ && layer_->accumulate) layer_->accumulate(*this, input, grad_output, scale);
  });
}

Value Object::backward_all(const Value& input, const Value& grad_output, double scale) {
  if (layer_ && layer_->backward_all && has("gradInput")) {
    guarded([&] { layer_->backward_all(*this, input, grad_output, scale); });
  } else {
    backward(input, grad_output);
    accumulate(input, grad_output, scale);
  }
  return get("gradInput");
}

Object& Object::clone(std::span<const char* const> shared) const {
  std::map<const Object*, Object*> copies;
  std::vector<const Object*> todo;  // their copies are empty yet
  const auto copy_of = [&](const Object& from) {
    Object*& copy = copies[&from];
    if (!copy) {
      copy = &graph_.make(from.class_name_);
      todo.push_back(&from);
    }
    return copy;
  };
  const auto item = [&](const Item& from, std::string_view name) -> Item {
    if (const Object* object = object_in(from)) return copy_of(*object);
    const auto* tensor = std::get_if<std::shared_ptr<Tensor>>(&from);
    if (!tensor || std::find(shared.begin(), shared.end(), name) != shared.end()) return from;
    return std::make_shared<Tensor>(tocha::clone(**tensor));
  };
  Object* const result = copy_of(*this);
  while (!todo.empty()) {
    const Object& from = *todo.back();
    todo.pop_back();
    Object& to = *copies[&from];
    for (const auto& [name, slot] : from.named_) to.named_[name].now = item(slot.now, name);
    for (const auto& [index, slot] : from.listed_) to.listed_[index].now = item(slot.now, {});
  }
  return *result;
}

bool Object::reaches(const Object& other) const {
  std::vector<Object*> todo{const_cast<Object*>(this)};  // each() is for those who change, too
  std::set<const Object*> seen{this};
  while (!todo.empty()) {
    Object& object = *todo.back();
    todo.pop_back();
    if (&object == &other) return true;
    object.each([](Tensor&) {},
                [&](Object& inner) {
                  if (seen.insert(&inner).second) todo.push_back(&inner);
                });
  }
  return false;
}

}  // namespace tocha::nn
