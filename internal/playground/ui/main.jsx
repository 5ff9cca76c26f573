import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useEditorContext, useExecutionContext, usePluginStore } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import { parse } from 'graphql';
import { useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import { Barra } from './barra.jsx';
import { demoToken, newFetcher, readJSON } from './sessione.js';
import './pagina.css';

const plugins = [explorerPlugin()];
const isWide = () => matchMedia('(min-width: 48rem)').matches;

function Pagina({ profili, esempi }) {
  const demo = profili.length > 0;
  const [chi, setChi] = useState(demo ? profili[0].profilo : ''); // a demo profile, or a token given by hand
  const [esempio, setEsempio] = useState(-1);
  const comandi = useRef(null);
  const fetcher = useMemo(() => newFetcher(demo ? demoToken(chi) : () => chi), [demo, chi]);

  const cambia = (nuovo) => {
    comandi.current.azzera();
    setChi(nuovo);
  };
  return (
    <>
      <Barra profili={profili} profilo={chi} onProfilo={cambia} onToken={cambia}
        esempi={esempi} esempio={esempio} onEsempio={(indice) => comandi.current.apri(esempi[indice])} />
      <main className="officina">
        <GraphiQL fetcher={fetcher} schema={chi ? undefined : null} plugins={plugins} shouldPersistHeaders={false}
          defaultQuery="" defaultTabs={esempi.slice(0, 1)} defaultEditorToolsVisibility={isWide() ? 'variables' : false}>
          <GraphiQL.Logo><span aria-hidden="true" /></GraphiQL.Logo>
          <Comandi ref={comandi} esempi={esempi} onEsempio={setEsempio} />
        </GraphiQL>
      </main>
    </>
  );
}

/** Comandi lets the header act on the editors: it lives inside GraphiQL because its contexts do. */
function Comandi({ ref, esempi, onEsempio }) {
  const { queryEditor, variableEditor, headerEditor, responseEditor, addTab, tabs, activeTabIndex } = useEditorContext({ nonNull: true });
  const { stop } = useExecutionContext({ nonNull: true });
  const { setVisiblePlugin } = usePluginStore();
  const trova = (query) => esempi.findIndex((e) => e.query.trim() === query?.trim());

  useImperativeHandle(ref, () => ({
    // apri never overwrites what the user wrote: only an empty tab or an untouched example is reused.
    apri({ query, variables }) {
      stop();
      if (!isWide()) setVisiblePlugin(null); // a panel would cover the editors
      const attuale = queryEditor.getValue();
      if (attuale.trim() !== '' && trova(attuale) < 0) flushSync(addTab);
      queryEditor.setValue(query);
      Object.assign(queryEditor, facts(query));
      variableEditor.setValue(variables);
      responseEditor.setValue('');
    },
    // azzera drops what belongs to the previous identity.
    azzera() {
      stop();
      responseEditor.setValue('');
    },
  }));

  const mostrato = trova(tabs[activeTabIndex]?.query);
  useEffect(() => onEsempio(mostrato), [mostrato, onEsempio]);

  // Tab must leave the editors, or the keyboard is trapped in them.
  useEffect(() => {
    for (const editor of [queryEditor, variableEditor, headerEditor, responseEditor]) {
      editor?.addKeyMap({ Tab: false, 'Shift-Tab': false });
    }
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);
  return null;
}

// facts tells the editor at once what it would find out 100 ms later: who runs an example sooner must run that one.
function facts(query) {
  const documentAST = parse(query);
  const operations = documentAST.definitions.filter((d) => d.kind === 'OperationDefinition');
  return { documentAST, operations, operationName: operations[0]?.name?.value ?? null };
}

const [profili, esempi] = await Promise.all(['demo/profili', 'esempi.json'].map((path) => readJSON(path).catch(() => null)));
createRoot(document.getElementById('pagina')).render(<Pagina profili={profili ?? []} esempi={esempi ?? []} />);
