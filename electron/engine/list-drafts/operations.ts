import type { Handlers } from '../call.ts'
import { importListLines } from './import-lines.ts'

export const listDraftHandlers = {
  'listDrafts.list': (input, call) => call.read((services) => services.listDrafts.list(input)),
  'listDrafts.get': ({ draftId }, call) => call.read((services) => services.listDrafts.get(draftId)),
  'listDrafts.create': (input, call) => call.write((services) => services.listDrafts.createByHand(input)),
  'listDrafts.createChange': (input, call) => call.write((services) => services.listDrafts.createChange(input)),
  'listDrafts.save': (input, call) => call.write((services) => services.listDrafts.save(input)),
  'listDrafts.importLines': importListLines,
  'listDrafts.discard': ({ draftId }, call) =>
    call.write((services) => {
      services.filings.discardOf(draftId)
      return services.listDrafts.discard(draftId)
    }),
} satisfies Partial<Handlers>
