// A host application: a script filters its samples, in place.
#include <tocha/runtime.h>

#include <cstdio>

int main() try {
  tocha::Runtime runtime(
      {.output = [](std::string_view text) { fwrite(text.data(), 1, text.size(), stdout); }});
  runtime.run_file("filter.lua");
  tocha::Tensor samples(tocha::DType::Float, {4});
  for (int i = 0; i < 4; ++i) samples.data<float>()[i] = float(i);
  const auto results = runtime.call("filter", {samples, 0.5});
  std::printf("loudest: %g, first samples: %g %g\n", std::get<double>(results[0]),
              samples.data<float>()[0], samples.data<float>()[1]);
} catch (const tocha::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());  // message and Lua traceback
  return 1;
}
