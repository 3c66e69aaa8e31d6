// A host application that runs a trained model without Lua: which spiral is a point on?
#include <tocha/nn.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::fprintf(stderr, "usage: %s model.t7 x y\n", argv[0]);
    return 2;
  }
  const tocha::nn::Module net = tocha::nn::load(argv[1]);
  net.evaluate();  // dropout and normalization as in use
  tocha::Tensor point(tocha::DType::Float, {2});
  for (int i = 0; i < 2; ++i) point.data<float>()[i] = std::strtof(argv[2 + i], nullptr);
  const tocha::Tensor& scores = net.forward(point).tensor();
  std::printf("class %d\n", scores.data<float>()[0] > scores.data<float>()[1] ? 1 : 2);
} catch (const tocha::Error& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
