import { useSchemaStore } from '@graphiql/react';
import { useId } from 'react';
import icona from './icona.svg';

/** Barra is the header: who is asking, and what may be asked. */
export function Barra({ profili, profilo, onProfilo, onToken, esempi, esempio, onEsempio }) {
  return (
    <header className="barra">
      <h1 className="marchio">
        <img src={icona} alt="" width="28" height="28" />
        <span>Cassetto</span>
        <small>Grafo dei fascicoli aziendali</small>
      </h1>
      {profili.length > 0 ? (
        <Scelta nome="Profilo" value={profilo} onChange={onProfilo}>
          {profili.map((p) => <option key={p.profilo} value={p.profilo}>{p.descrizione}</option>)}
        </Scelta>
      ) : <CampoToken onToken={onToken} />}
      <Scelta nome="Esempi" value={esempio} onChange={(indice) => onEsempio(Number(indice))}>
        <option value="-1" disabled>Scegli un esempio…</option>
        {esempi.map((e, indice) => <option key={e.titolo} value={indice}>{e.titolo}</option>)}
      </Scelta>
      <StatoSchema inAttesa={profili.length === 0 && !profilo} />
    </header>
  );
}

function Scelta({ nome, value, onChange, children }) {
  const id = useId();
  return (
    <div className="campo">
      <label htmlFor={id}>{nome}</label>
      <select id={id} name={nome.toLowerCase()} value={value} onChange={(e) => onChange(e.target.value)}>{children}</select>
    </div>
  );
}

// The token stays in memory: it is never written to the browser's storage.
function CampoToken({ onToken }) {
  const id = useId();
  const usa = (event) => {
    event.preventDefault();
    onToken(new FormData(event.currentTarget).get('token').trim());
  };
  return (
    <form className="campo" onSubmit={usa}>
      <label htmlFor={id}>Token</label>
      <input id={id} name="token" type="password" autoComplete="off" spellCheck="false" />
      <button type="submit">Usa</button>
    </form>
  );
}

function StatoSchema({ inAttesa }) {
  const { schema, isFetching, fetchError } = useSchemaStore();
  const [stato, testo] =
    inAttesa ? ['attesa', 'Inserisci un token per leggere lo schema'] :
    fetchError ? ['errore', 'Schema non disponibile'] :
    schema && !isFetching ? ['pronto', 'Schema pronto'] :
    ['lettura', 'Lettura dello schema…'];
  return <p className="stato" role="status" data-stato={stato} title={fetchError ?? undefined}>{testo}</p>;
}
