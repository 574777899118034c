/** The field that leaves only the inputs that contain a text. */

export function makeFilter(): void {
  const field = document.querySelector<HTMLInputElement>('#filter');
  field?.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    for (const folded of document.querySelectorAll<HTMLDetailsElement>('details.inputs')) {
      for (const row of folded.querySelectorAll<HTMLElement>('tbody tr'))
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
      if (wanted !== '') folded.open = true;
    }
  });
  // Whoever asks for fewer wants to see them.
  document.querySelector('#given')?.addEventListener('change', () => {
    for (const folded of document.querySelectorAll<HTMLDetailsElement>('details.inputs')) folded.open = true;
  });
}
