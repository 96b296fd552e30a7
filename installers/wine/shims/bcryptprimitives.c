/* TEST ONLY: Windows 10's random source for programs written in Rust (pydantic_core), which Wine 8
   lacks; the same bytes come from RtlGenRandom. */
#include <stddef.h>
int __stdcall SystemFunction036(void *buffer, unsigned long length);
__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *data, size_t length) {
    return SystemFunction036(data, (unsigned long)length);
}
int __stdcall DllMainCRTStartup(void *a, unsigned b, void *c) { return 1; }
