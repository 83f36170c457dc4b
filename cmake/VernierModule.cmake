# vernier_module(<name> [DEPS <module>...] [LINK <target>...] [CATALOGUE <folder> <Info> <prefix> <namespace>]...)
#
# One module is one folder below vernier/. DEPS names the modules whose headers it may include (tools/check_layers.py
# holds it to that); LINK names the outside libraries that it needs. Sources are globbed, so a new file needs no edit here.

# A module's own machinery is the file named like the module's interface header (samplers/sampler.cpp) and whatever lies in
# support/; every other .cpp of a catalogue folder is one entry and defines `const Info& <prefix>_<stem>()`.
function(vernier_catalogue_table folder info prefix namespace out)
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/${folder} ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    string(REGEX REPLACE "\\.cpp$" "" stem ${file})
    if(NOT stem STREQUAL prefix)
      string(APPEND declarations "const ${info}& ${prefix}_${stem}();\n")
      string(APPEND entries "&${prefix}_${stem}(), ")
    endif()
  endforeach()
  set(table ${PROJECT_BINARY_DIR}/generated/${folder}/${prefix}_table.cpp)
  file(CONFIGURE OUTPUT ${table} CONTENT "// Generated from the files of ${folder}.
#include \"${folder}/${prefix}.hpp\"
namespace ${namespace} {
${declarations}
std::span<const ${info}* const> builtin_${prefix}_table() {
  static const ${info}* const table[] = {${entries}nullptr};
  return {table, std::size(table) - 1};
}
}  // namespace ${namespace}
" @ONLY)
  set(${out} ${table} PARENT_SCOPE)
endfunction()

function(vernier_module name)
  cmake_parse_arguments(arg "" "" "DEPS;LINK;CATALOGUES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/vernier/${name}/*.cpp)
  if(NOT sources)
    return()
  endif()
  foreach(catalogue IN LISTS arg_CATALOGUES)
    string(REPLACE ":" ";" parts ${catalogue})
    list(GET parts 0 folder)
    list(GET parts 1 info)
    list(GET parts 2 prefix)
    list(GET parts 3 namespace)
    string(REPLACE "." "::" namespace ${namespace})
    vernier_catalogue_table(vernier/${folder} ${info} ${prefix} ${namespace} table)
    list(APPEND sources ${table})
  endforeach()
  add_library(vernier_${name} OBJECT ${sources})
  target_include_directories(vernier_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(vernier_${name} PRIVATE vernier_flags PUBLIC vernier_dependencies)
  if(arg_LINK)
    target_link_libraries(vernier_${name} PUBLIC ${arg_LINK})
    target_link_libraries(vernier PRIVATE ${arg_LINK})
  endif()
  set_target_properties(vernier_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD_BATCH_SIZE 12)
  target_link_libraries(vernier PRIVATE $<BUILD_INTERFACE:vernier_${name}>)
endfunction()
