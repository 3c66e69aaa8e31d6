// SPDX-License-Identifier: BSD-3-Clause
// tocha.h apart from tensors: errors, memory, threads, runtimes.
#include "bindings/c/handles.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

using namespace tocha;
using tocha::c::guarded;
using tocha::c::need;

struct tocha_runtime {
  Runtime runtime;
};

namespace {

thread_local std::string last_error;

}  // namespace

void tocha::c::record_error(const char* function, const char* text) noexcept {
  try {
    last_error = concat(function, ": ", text);
  } catch (...) {
    last_error.clear();  // no memory even for the message
  }
}

const char* tocha_version(void) { return TOCHA_VERSION; }
const char* tocha_last_error(void) { return last_error.c_str(); }

int tocha_num_threads(void) { return chosen_threads(); }
tocha_status tocha_set_num_threads(int count) {
  return guarded(__func__, [&] {
    if (count < 1) fail("the number of threads must be at least 1, got ", count);
    set_num_threads(count);
  });
}

tocha_memory tocha_memory_statistics(void) {
  const memory::Statistics s = memory::statistics();
  return {s.live_bytes, s.cached_bytes, s.peak_bytes, s.system_allocations};
}
void tocha_memory_release(void) { memory::release_cached(); }
tocha_status tocha_memory_limit(int64_t bytes) {
  return guarded(__func__, [&] {
    if (bytes < 0) fail("the limit must not be negative, got ", bytes);
    memory::set_limit(bytes);
  });
}

tocha_status tocha_runtime_open(const tocha_runtime_options* options, tocha_runtime** result) {
  return guarded(__func__, [&] {
    need(result, "result");
    RuntimeOptions chosen;
    if (options && options->lua_folder) chosen.lua_folder = options->lua_folder;
    if (options && options->log) {
      const auto log = options->log;
      void* context = options->context;
      chosen.output = [=](std::string_view text) { log(context, 0, text.data(), text.size()); };
      chosen.errors = [=](std::string_view text) { log(context, 1, text.data(), text.size()); };
    }
    *result = new tocha_runtime{Runtime(std::move(chosen))};
  });
}

void tocha_runtime_close(tocha_runtime* runtime) { delete runtime; }

tocha_status tocha_runtime_run_string(tocha_runtime* runtime, const char* code) {
  return guarded(__func__,
                 [&] { need(runtime, "runtime").runtime.run_string(&need(code, "code")); });
}

tocha_status tocha_runtime_run_file(tocha_runtime* runtime, const char* name, int count,
                                    const char* const* arguments) {
  return guarded(__func__, [&] {
    std::vector<std::string> words;
    if (count > 0) need(arguments, "arguments");
    for (int i = 0; i < count; ++i) words.emplace_back(&need(arguments[i], "an argument"));
    need(runtime, "runtime").runtime.run_file(&need(name, "name"), words);
  });
}

tocha_status tocha_runtime_call(tocha_runtime* runtime, const char* function, int argument_count,
                                tocha_tensor* const* arguments, int* result_count,
                                tocha_tensor** results) {
  return guarded(__func__, [&] {
    std::vector<Value> values;
    if (argument_count > 0) need(arguments, "arguments");
    for (int i = 0; i < argument_count; ++i) {
      values.emplace_back(need(arguments[i], "an argument").tensor);
    }
    const auto made = need(runtime, "runtime").runtime.call(&need(function, "function"), values);
    const int room = result_count ? *result_count : 0;
    if (int(made.size()) > room) {
      fail(function, " returned ", made.size(), " values, room for ", room);
    }
    std::vector<std::unique_ptr<tocha_tensor>> handles;
    for (const Value& value : made) {
      auto* tensor = std::get_if<Tensor>(&value);
      if (!tensor) fail(function, ": result ", handles.size() + 1, " is not a tensor");
      handles.push_back(std::make_unique<tocha_tensor>(tocha_tensor{*tensor}));
    }
    if (!handles.empty()) need(results, "results");
    for (size_t i = 0; i < handles.size(); ++i) results[i] = handles[i].release();
    if (result_count) *result_count = int(handles.size());
  });
}
