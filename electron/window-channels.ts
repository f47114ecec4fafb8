/** Between the preload script and main.ts; nothing else is listened to. */
export const channels = {
  call: 'bonded-ledger:call',
  putFile: 'bonded-ledger:put-file',
  saveFile: 'bonded-ledger:save-file',
  savePdf: 'bonded-ledger:save-pdf',
  event: 'bonded-ledger:event',
} as const
