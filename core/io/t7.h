// SPDX-License-Identifier: BSD-3-Clause
// Reads .t7 files, Torch7's format of objects, without Lua: what torch.save wrote becomes a graph
// of values in which what was one object is one object, cycles included. Classes are not looked up:
// a Torch object is its class's name and its fields. Functions are kept as bytes and never run.
//
//   const t7::Document model = t7::load("model.t7");
//   const t7::Object& net = model.root().object();           // "nn.Sequential"
//   for (const t7::Value& child : net.at("modules").list())  // fields of the object
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/io/file.h"
#include "core/tensor/tensor.h"

namespace tocha::t7 {

struct Table;
struct Object;
struct Function;

/// Any value. Tensors, tables, objects and functions belong to the document; two values that were
/// one object in Lua give the same address.
class TOCHA_API Value {
 public:
  using Content = std::variant<std::monostate, bool, double, std::string, const Tensor*, StoragePtr,
                               const Table*, const Object*, const Function*>;
  Value() = default;
  Value(Content content) : content_(std::move(content)) {}

  bool is_nil() const { return content_.index() == 0; }
  /// The content if it is a T (bool, double, std::string, StoragePtr), else null.
  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&content_);
  }
  /// The same for what the document owns: Tensor, Table, Object, Function.
  template <class T>
  const T* pointer() const {
    const auto* found = std::get_if<const T*>(&content_);
    return found ? *found : nullptr;
  }

  // The content, where it must be of this type; the caller's error tells what it is instead.
  bool boolean() const;
  double number() const;
  int64_t integer() const;  // a number without a fraction
  const std::string& string() const;
  const Tensor& tensor() const;
  Storage& storage() const;
  const Table& table() const;
  const Object& object() const;
  /// The values of a table with the keys 1, 2, ... up to the first that is missing.
  std::vector<Value> list() const;

  /// "a number", "a FloatTensor 3x4", "an nn.Linear": for messages.
  std::string describe() const;

 private:
  Content content_;
};

/// The fields of a table in the order of the file; a key that is not there is nil.
struct TOCHA_API Table {
  std::vector<std::pair<Value, Value>> fields;

  /// Null where there is no such key. Keys of lists are found at once, others one by one.
  const Value* find(std::string_view key) const;
  const Value* find(int64_t key) const;
  /// Nil where there is no such key.
  const Value& operator[](std::string_view key) const;
  const Value& operator[](int64_t key) const;
};

struct TOCHA_API Object {
  std::string class_name;         // as in the file: cudnn.ReLU stays that
  int version = 0;                // 0: from before files had versions
  const Table* fields = nullptr;  // never null once loaded

  const Value& operator[](std::string_view key) const { return (*fields)[key]; }
  /// The field; the caller's error if there is none.
  const Value& at(std::string_view key) const;
};

struct TOCHA_API Function {
  int kind = 0;      // of Kind (t7_parts.h)
  std::string dump;  // bytecode or source: not to be run
  const Table* upvalues = nullptr;
};

/// A value and all that it refers to, for as long as the document lives. Tensors and storages may
/// be copied from it and live on.
class TOCHA_API Document {
 public:
  Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  const Value& root() const { return root_; }

 private:
  friend class Reader;
  struct Nodes;
  std::unique_ptr<Nodes> nodes_;
  Value root_;
};

/// The next object of a file, in the file's mode (binary or ascii, long size). Errors name the
/// file: it ends early, a count exceeds what is left, a layout leaves its storage, nesting is too
/// deep, a class has a format of its own.
TOCHA_API Document load(File& file);

/// The object in a file on disk; whether it is binary or ascii, and the width of `long` in its
/// writer, are found out.
TOCHA_API Document load(const std::string& path);

}  // namespace tocha::t7
