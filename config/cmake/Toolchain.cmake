# Flags reach every target through two interface targets, never through global variables.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
# -O2: -O3 gains nothing measurable here and costs a quarter more build time.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()
find_program(MOLD_PROGRAM mold)

set(TOCSIN_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

add_library(tocsin_options INTERFACE)
add_library(tocsin_strict INTERFACE)
target_compile_definitions(tocsin_options INTERFACE TOCSIN_VERSION="${PROJECT_VERSION}")
target_compile_options(tocsin_strict INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  # gcc 12 reports these falsely on inlined standard library code when optimising.
  target_compile_options(tocsin_strict INTERFACE
    -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
endif()
if(MOLD_PROGRAM)
  target_link_options(tocsin_options INTERFACE -fuse-ld=mold)
endif()
if(TOCSIN_SANITIZE)
  target_compile_options(tocsin_options INTERFACE -fsanitize=${TOCSIN_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(tocsin_options INTERFACE -fsanitize=${TOCSIN_SANITIZE})
  if(TOCSIN_SANITIZE MATCHES "undefined")
    target_compile_options(tocsin_options INTERFACE -fno-sanitize-recover=undefined)
  endif()
  if(TOCSIN_SANITIZE MATCHES "thread")
    # libstdc++ 12's atomic_thread_fence makes gcc warn under -fsanitize=thread.
    target_compile_options(tocsin_strict INTERFACE -Wno-tsan)
  endif()
endif()
