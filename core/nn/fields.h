// SPDX-License-Identifier: BSD-3-Clause
// A layer's fields as its code sees them, wherever they live: in a Lua table, where scripts read
// and change them, or in an Object (core/nn/object.h) that a C++ host loaded. Layers are written
// against this interface, once, and serve both.
//
// Names are Torch7's ("weight", "gradWeight", "kW", "output"), since they are what scripts use and
// what model files hold. A field that old files lack is read with a default.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/number.h"
#include "core/base/random.h"
#include "core/tensor/shape.h"
#include "core/tensor/tensor.h"

namespace tocha::nn {

class Fields;

/// The place of a field: a name, or a position counted from 1.
struct Key {
  Key(const char* name) : name(name) {}
  Key(int64_t index) : index(index) {}
  Key(int index) : index(index) {}
  const char* name = nullptr;
  int64_t index = 0;
};
void append(std::string& to, const Key& key);

/// What a field or an argument holds. It owns nothing and is valid until the layer's call ends.
struct TOCHA_API Value {
  enum class Kind : uint8_t { None, Number, Flag, Text, Tensor, Storage, Table, Other };

  Kind kind = Kind::None;
  double number = 0;  // also of a flag: 0 or 1
  std::string_view text;
  Tensor* tensor_ptr = nullptr;
  Storage* storage_ptr = nullptr;
  Fields* table_ptr = nullptr;
  intptr_t handle = 0;         // where its owner keeps it; 0: a value made by the layer
  const char* name = "value";  // how errors call it

  Value() = default;
  Value(double number) : kind(Kind::Number), number(number) {}
  explicit Value(bool flag) : kind(Kind::Flag), number(flag) {}
  /// A tensor made by the layer. What keeps it is a view of its own.
  Value(const Tensor& tensor) : kind(Kind::Tensor), tensor_ptr(const_cast<Tensor*>(&tensor)) {}

  bool is_tensor() const { return kind == Kind::Tensor; }
  bool is_table() const { return kind == Kind::Table; }
  bool is_number() const { return kind == Kind::Number; }
  explicit operator bool() const { return kind != Kind::None; }
  const char* kind_name() const;
  /// For messages: "DoubleTensor 3x4", "table".
  std::string describe() const;

  /// The tensor or the table; the caller's error when it is something else.
  Tensor& tensor() const {
    if (kind != Kind::Tensor) wrong("tensor");
    return *tensor_ptr;
  }
  Fields& table() const {
    if (kind != Kind::Table) wrong("table");
    return *table_ptr;
  }

 private:
  [[noreturn]] void wrong(const char* expected) const;
};

class TOCHA_API Fields {
 public:
  static constexpr int64_t kMaxInteger = INT32_MAX;
  static constexpr int64_t kMaxPosition = int64_t{1} << 53;  // doubles hold all up to it

  virtual ~Fields() = default;

  // --- what a store of fields provides ---
  virtual Value get(Key key) = 0;
  /// Keeps a value; None removes the field. Values that came from this store keep their identity.
  virtual void set(Key key, const Value& value) = 0;
  /// A new empty tensor, or a new empty table, as that field.
  virtual Tensor& make_tensor(Key key, DType dtype, Device& device) = 0;
  virtual Fields& make_table(Key key) = 0;
  /// The number of positions 1, 2, ... that hold something.
  virtual int64_t length() = 0;
  /// The names of the fields that hold something and are not positions, sorted.
  virtual std::vector<std::string> names() = 0;
  /// The generator that random layers draw from.
  virtual Generator& generator() = 0;
  /// The object's class ("nn.Linear"); empty for a plain table.
  virtual std::string class_name() = 0;
  /// Of an object that is a module or criterion: calls it as its container would. Results are
  /// returned and kept in its own `output` and `gradInput`.
  virtual Value forward(const Value& input, const Value& target = {}) = 0;
  virtual Value backward(const Value& input, const Value& grad_output) = 0;
  virtual void accumulate(const Value& input, const Value& grad_output, double scale) = 0;
  virtual Value backward_all(const Value& input, const Value& grad_output, double scale) = 0;

  // --- what layers use ---
  bool has(Key key) { return bool(get(key)); }
  /// The tensor there; the caller's error if there is none, or if it has not `dims` dimensions.
  Tensor& tensor(Key key);
  Tensor& tensor(Key key, int dims);
  Tensor* optional_tensor(Key key);
  /// The tensor to write a result or keep a buffer in: the one that is there, else a new one. Its
  /// type and device are those of `like`: the caller's error if the one that is there has others.
  Tensor& buffer(Key key, const Tensor& like);
  /// The same for what is only copied to, which converts: the one that is there may have any type.
  Tensor& copy_buffer(Key key, const Tensor& like);
  /// The same for a buffer of a type of its own, such as indices, which casts of the layer change.
  Tensor& buffer(Key key, DType dtype, Device& device);
  Tensor& output(const Tensor& like) { return buffer("output", like); }
  Tensor& grad_input(const Tensor& like) { return buffer("gradInput", like); }
  /// The table there, made if there is none (`table`: the caller's error).
  Fields& table(Key key);
  Fields& table_buffer(Key key);
  /// Of a list: removes what is behind the first `count` positions.
  void shorten(int64_t count);
  double number(Key key);
  double number(Key key, double absent);
  /// A number cut towards 0, which must fit into 32 bits, as in Torch7: products of two do not
  /// overflow.
  int64_t integer(Key key) { return to_integer(key, number(key), kMaxInteger); }
  int64_t integer(Key key, int64_t absent) {
    return to_integer(key, number(key, double(absent)), kMaxInteger);
  }
  /// A position in a tensor or a size of one, which may be larger.
  int64_t position(Key key) { return to_integer(key, number(key), kMaxPosition); }
  int64_t position(Key key, int64_t absent) {
    return to_integer(key, number(key, double(absent)), kMaxPosition);
  }
  /// An integer from `low` to `high`.
  int64_t count(Key key, int64_t low, int64_t high = kMaxInteger);
  bool flag(Key key, bool absent = false);
  std::string text(Key key, std::string_view absent = {});
  /// Whole numbers: a LongStorage or a list.
  Shape shape(Key key);
  void set(Key key, double number) { set(key, Value(number)); }
  void set(Key key, const Tensor& tensor) { set(key, Value(tensor)); }
  void set_flag(Key key, bool flag) { set(key, Value(flag)); }
  void remove(Key key) { set(key, Value()); }

 private:
  static int64_t to_integer(Key key, double value, int64_t limit);
};

}  // namespace tocha::nn
