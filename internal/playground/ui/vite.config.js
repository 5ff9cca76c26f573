import react from '@vitejs/plugin-react';

// Nothing may be inlined: the page is served under a policy that allows only same-origin files.
export default {
  plugins: [react()],
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: 'licenze.md' },
    chunkSizeWarningLimit: 2000,
  },
};
