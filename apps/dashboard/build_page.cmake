# cmake -D OUT=page.cpp [-D NPM=npm -D SOURCE=apps/dashboard -D WORK=folder -D REQUIRED=AUTO|ON] -P build_page.cmake
#
# Builds the page in WORK, a copy of SOURCE, and writes it into OUT as a C++ text. Packages are installed anew only when
# the lock file has changed. Without NPM, or where npm fails and REQUIRED is AUTO, the text is empty.
function(run_npm out)
  execute_process(COMMAND ${NPM} ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_VARIABLE said
    ERROR_VARIABLE said)
  if(status EQUAL 0)
    set(${out} TRUE PARENT_SCOPE)
    return()
  endif()
  set(${out} FALSE PARENT_SCOPE)
  string(JOIN " " words npm ${ARGN})
  if(REQUIRED STREQUAL "AUTO")
    message(WARNING "The report page is left out: '${words}' failed.\n${said}\n"
                    "To try again, remove ${OUT} and build; to leave it out for good, configure with -DVERNIER_PAGE=OFF.")
  else()
    message(FATAL_ERROR "'${words}' failed in ${WORK}.\n${said}")
  endif()
endfunction()

set(html "")
if(NPM)
  file(REMOVE_RECURSE ${WORK}/src ${WORK}/dist)
  foreach(name src .npmrc index.html package.json package-lock.json tsconfig.json vite.config.mjs)
    file(COPY ${SOURCE}/${name} DESTINATION ${WORK})
  endforeach()
  set(ready TRUE)
  file(SHA256 ${SOURCE}/package-lock.json wanted)
  set(installed "")
  if(EXISTS ${WORK}/installed.txt)
    file(READ ${WORK}/installed.txt installed)
  endif()
  if(NOT installed STREQUAL wanted)
    run_npm(ready ci --ignore-scripts --no-audit --no-fund)
    if(ready)
      file(WRITE ${WORK}/installed.txt ${wanted})
    endif()
  endif()
  if(ready)
    run_npm(ready run build)
  endif()
  if(ready)
    file(READ ${WORK}/dist/index.html html)
  endif()
endif()
file(WRITE ${OUT} "#include \"apps/dashboard/page.hpp\"
namespace vernier::dashboard {
std::string_view page_template() { return R\"VernierPage(" "${html}" ")VernierPage\"; }
}  // namespace vernier::dashboard
")
