#include "apps/cli/program.hpp"

int main(int argc, char** argv) {
  vernier::cli::Console console;
  return vernier::cli::run_program({argv + (argc > 0 ? 1 : 0), argv + argc}, console);
}
