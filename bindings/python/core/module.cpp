#include "bindings/python/core/module.hpp"

NB_MODULE(_core, module) {
  namespace python = vernier::python;
  module.doc() = "The C++ library. Private: use the package vernier.";
  python::bind_errors(module);
  python::bind_catalogues(module);
  python::bind_records(module);
  python::bind_trial(module);
  python::bind_study(module);
  python::bind_callbacks(module);
  python::bind_model(module);
}
