import {createHash} from 'node:crypto';
import {defineConfig} from 'vite';

// One file that asks for nothing: script and style are put into the document, and its policy allows that script alone.
function selfContained() {
  return {
    name: 'self-contained',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      let script = '';
      let style = '';
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') script += part.code;
        else if (name.endsWith('.css')) style += part.source;
        if (name !== 'index.html') delete bundle[name];
      }
      script = script.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      const hash = createHash('sha256').update(script).digest('base64');
      const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; ` +
        `img-src data: blob:; base-uri 'none'; form-action 'none'`;
      page.source = String(page.source)
        .replace(/<script type="module"[^>]*><\/script>\s*/, '')
        .replace(/<link rel="stylesheet"[^>]*>\s*/, '')
        .replace('<!-- policy -->', `<meta http-equiv="Content-Security-Policy" content="${policy}">`)
        .replace('<!-- style -->', () => `<style>${style}</style>`)
        .replace('<!-- script -->', () => `<script type="module">${script}</script>`);
    },
  };
}

export default defineConfig({
  plugins: [selfContained()],
  build: {assetsInlineLimit: 0, modulePreload: false, cssCodeSplit: false, target: 'es2022'},
});
