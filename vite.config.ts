import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The window. Both hosts serve the folder as it is, under a policy that allows no inline script and no data: font. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/, priority: 2 },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine[\\/](core|hooks|notifications|form)|@floating-ui)[\\/]/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
})
