// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/t7.h"

#include <charconv>
#include <cmath>
#include <deque>
#include <optional>
#include <unordered_map>

#include "core/base/error.h"
#include "core/io/disk_file.h"
#include "core/io/number_text.h"
#include "core/io/storage_io.h"
#include "core/io/t7_parts.h"

namespace tocha::t7 {

// Owned here one by one, so that cycles go and that deep nesting is no deep recursion.
struct Document::Nodes {
  std::deque<Tensor> tensors;
  std::deque<Table> tables;
  std::deque<Object> objects;
  std::deque<Function> functions;
};

Document::Document() : nodes_(std::make_unique<Nodes>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

namespace {

// Text of a file as part of a message.
std::string shown(const std::string& text) {
  return printable(std::string_view(text).substr(0, 100)) + (text.size() > 100 ? "..." : "");
}

template <class T>
const T& expected(const T* content, const char* what, const Value& value) {
  if (!content) fail(what, " expected, got ", value.describe());
  return *content;
}

}  // namespace

bool Value::boolean() const { return expected(get_if<bool>(), "a boolean", *this); }
double Value::number() const { return expected(get_if<double>(), "a number", *this); }
const std::string& Value::string() const {
  return expected(get_if<std::string>(), "a string", *this);
}
const Tensor& Value::tensor() const { return expected(pointer<Tensor>(), "a tensor", *this); }
const Table& Value::table() const { return expected(pointer<Table>(), "a table", *this); }
const Object& Value::object() const { return expected(pointer<Object>(), "an object", *this); }
Storage& Value::storage() const { return *expected(get_if<StoragePtr>(), "a storage", *this); }

int64_t Value::integer() const {
  const double value = number();
  if (std::trunc(value) != value || std::fabs(value) > 0x1p53) {
    fail("an integer expected, got ", value);
  }
  return int64_t(value);
}

std::vector<Value> Value::list() const {
  const Table& from = table();
  std::vector<Value> values;
  for (int64_t i = 1; const Value* value = from.find(i); ++i) {
    if (value->is_nil()) break;
    values.push_back(*value);
  }
  return values;
}

std::string Value::describe() const {
  if (const auto* value = get_if<bool>()) return *value ? "true" : "false";
  if (const auto* value = get_if<double>()) return concat("the number ", *value);
  if (const auto* value = get_if<std::string>()) return concat("the string '", shown(*value), "'");
  if (const auto* value = pointer<Tensor>()) return concat("a ", *value);
  if (const auto* value = get_if<StoragePtr>()) {
    return concat("a ", (*value)->dtype(), "Storage of ", (*value)->size());
  }
  if (pointer<Table>()) return "a table";
  if (const auto* value = pointer<Object>()) return concat("the object ", shown(value->class_name));
  if (pointer<Function>()) return "a function";
  return "nil";
}

const Value* Table::find(std::string_view key) const {
  for (const auto& [name, value] : fields) {
    const auto* text = name.get_if<std::string>();
    if (text && *text == key) return &value;
  }
  return nullptr;
}

const Value* Table::find(int64_t key) const {
  const auto is_key = [&](const Value& name) {
    const auto* number = name.get_if<double>();
    return number && *number == double(key);
  };
  if (key >= 1 && size_t(key) <= fields.size() && is_key(fields[size_t(key) - 1].first)) {
    return &fields[size_t(key) - 1].second;
  }
  for (const auto& [name, value] : fields) {
    if (is_key(name)) return &value;
  }
  return nullptr;
}

namespace {
const Value kNothing;
}  // namespace

const Value& Table::operator[](std::string_view key) const {
  const Value* value = find(key);
  return value ? *value : kNothing;
}

const Value& Table::operator[](int64_t key) const {
  const Value* value = find(key);
  return value ? *value : kNothing;
}

const Value& Object::at(std::string_view key) const {
  const Value* value = fields->find(key);
  if (!value) fail(shown(class_name), " without the field '", key, "'");
  return *value;
}

// Reads without recursion: an object whose contents are still to come is a frame of the stack, and
// the frame on top is the one that the file goes on with.
class Reader {
 public:
  explicit Reader(File& file) : file_(file) {}

  Document read() {
    document_.root_ = next();
    while (!stack_.empty()) advance();
    return std::move(document_);
  }

 private:
  struct Frame {
    std::variant<Table*, Tensor*, Object*, Function*> node;
    int64_t fields = 0;           // table: still to come
    std::optional<Value> last{};  // table: the key whose value comes next; others: what came
    Layout layout{};              // tensor
  };

  template <class... Parts>
  [[noreturn]] void damaged(const Parts&... parts) {
    fail(file_.description(), ": ", parts...);
  }

  Document::Nodes& nodes() { return *document_.nodes_; }

  void push(Frame frame) {
    if (stack_.size() == size_t(kDeepest)) {
      damaged("objects are nested more than ", kDeepest, " levels deep");
    }
    stack_.push_back(std::move(frame));
  }

  // A value; the contents of a new object are left to its frame.
  Value next() {
    const int32_t kind = file_.read<int32_t>();
    switch (kind) {
      case kNil:
        return {};
      case kNumber:
        return Value(file_.read<double>());
      case kBoolean:
        return Value(file_.read<int32_t>() == 1);
      case kString:
        return Value(read_text(file_));
      case kOldFunction:
        return new_function(kind);
      case kTable:
      case kTorch:
      case kOlderFunction:
      case kFunction:
        break;
      default:
        damaged("a value of the unknown kind ", kind,
                "; the file is damaged, or written in another mode than ",
                file_.binary ? "binary" : "ascii");
    }
    const int32_t index = file_.read<int32_t>();
    if (const auto known = indexed_.find(index); known != indexed_.end()) return known->second;
    Value value = kind == kTable ? new_table() : kind == kTorch ? new_torch() : new_function(kind);
    indexed_.emplace(index, value);
    return value;
  }

  Value new_table() {
    const int32_t size = file_.read<int32_t>();
    if (size < 0) damaged("a table of ", size, " fields");
    Table* table = &nodes().tables.emplace_back();
    push({.node = table, .fields = size});
    return Value(static_cast<const Table*>(table));
  }

  Value new_function(int32_t kind) {
    Function* function = &nodes().functions.emplace_back();
    function->kind = kind;
    function->dump = read_text(file_);
    push({.node = function});
    return Value(static_cast<const Function*>(function));
  }

  Value new_torch() {
    int version = 0;
    std::string name = read_text(file_);
    if (name.starts_with("V ")) {
      const char* end = name.data() + name.size();
      const auto parsed = std::from_chars(name.data() + 2, end, version);
      if (parsed.ec != std::errc() || parsed.ptr != end) damaged("the version '", shown(name), "'");
      name = read_text(file_);
    }
    if (const auto known = tensor_class(name)) {
      if (known->is_storage) {
        StoragePtr storage = StoragePtr::adopt(Storage::make(cpu_device(), known->dtype, 0));
        read_storage(file_, *storage);
        return Value(std::move(storage));
      }
      Tensor* tensor = &nodes().tensors.emplace_back(known->dtype);
      push({.node = tensor, .layout = read_layout(file_)});
      return Value(static_cast<const Tensor*>(tensor));
    }
    Object* object = &nodes().objects.emplace_back();
    object->class_name = std::move(name);
    object->version = version;
    push({.node = object});
    return Value(static_cast<const Object*>(object));
  }

  // One step of the frame on top: it reads one more value, or is done with what it has and leaves.
  void advance() {
    const size_t top = stack_.size() - 1;  // reading may push, which moves the frames
    if (auto* const* table = std::get_if<Table*>(&stack_[top].node)) return advance(**table, top);
    if (!stack_[top].last) {
      Value value = next();
      stack_[top].last = std::move(value);
      return;
    }
    const Frame frame = std::move(stack_[top]);
    stack_.pop_back();
    if (auto* const* tensor = std::get_if<Tensor*>(&frame.node)) {
      finish(**tensor, frame);
    } else if (auto* const* object = std::get_if<Object*>(&frame.node)) {
      (*object)->fields = frame.last->pointer<Table>();
      if (!(*object)->fields) {
        damaged("class <", shown((*object)->class_name),
                "> has a file format of its own, which is not known here");
      }
    } else {
      Function& function = *std::get<Function*>(frame.node);
      function.upvalues = frame.last->pointer<Table>();
      if (!function.upvalues) damaged("a function without upvalues");
    }
  }

  void advance(Table& table, size_t top) {
    if (stack_[top].last) {
      Value value = next();
      table.fields.emplace_back(std::move(*stack_[top].last), std::move(value));
      stack_[top].last.reset();
      --stack_[top].fields;
    } else if (stack_[top].fields > 0) {
      Value key = next();
      const auto* number = key.get_if<double>();
      if (key.is_nil() || (number && *number != *number)) damaged("a field without a name");
      stack_[top].last = std::move(key);
    } else {
      stack_.pop_back();
    }
  }

  void finish(Tensor& tensor, const Frame& frame) {
    const auto* storage = frame.last->get_if<StoragePtr>();
    if (!storage && !frame.last->is_nil()) {
      damaged("a ", tensor.dtype(), "Tensor over ", frame.last->describe());
    }
    place(file_, tensor, storage ? storage->get() : nullptr, frame.layout);
  }

  File& file_;
  Document document_;
  std::vector<Frame> stack_;
  std::unordered_map<int32_t, Value> indexed_;
};

Document load(File& file) {
  // What is not there must not be read as zeros.
  if (file.quiet) fail("objects cannot be read from a quiet file");
  return Reader(file).read();
}

namespace {

Document load_as(const std::string& path, bool binary, int long_size) {
  DiskFile file(path, FileMode{true, false});
  file.binary = binary;
  file.set_long_size(long_size);
  return load(file);
}

}  // namespace

Document load(const std::string& path) {
  bool binary;
  {  // Ascii begins with a digit, binary with an int below 9.
    DiskFile file(path, FileMode{true, false});
    int8_t first = 0;
    file.binary = true;
    file.read(DType::Char, &first, 1);
    binary = first < '0' || first > '9';
  }
  if (!binary) return load_as(path, false, 8);
  std::string message;
  try {
    return load_as(path, true, 8);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::Environment) throw;
    message = error.what();
  }
  try {
    return load_as(path, true, 4);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::Environment) throw;
    fail(message);
  }
}

}  // namespace tocha::t7
