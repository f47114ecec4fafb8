import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { exportDraft, importDraft, importDraftBody, inspectDraftWorkbook } from './draft-workbook.ts'
import { proposeVersion } from './propose-version.ts'

export const handbookDraftHandlers = (folder: FileFolder) =>
  ({
    'handbookDrafts.create': (input, call) => call.write((services) => services.handbookDrafts.create(input)),
    'handbookDrafts.createChange': (input, call) => call.write((services) => services.handbookDrafts.createChange(input)),
    'handbookDrafts.inspectWorkbook': inspectDraftWorkbook,
    'handbookDrafts.importWorkbook': importDraft,
    'handbookDrafts.importBody': importDraftBody,
    'handbookDrafts.exportWorkbook': (input, call) => exportDraft(input, call, folder),
    'handbookDrafts.list': (input, call) => call.read((services) => services.handbookDrafts.list(input)),
    'handbookDrafts.headings': (_, call) => call.read((services) => services.handbookDrafts.headings()),
    'handbookDrafts.get': ({ draftId }, call) => call.read((services) => services.handbookDrafts.get(draftId)),
    'handbookDrafts.rows': (input, call) => call.read((services) => services.handbookDrafts.rows(input)),
    'handbookDrafts.saveHead': (input, call) => call.write((services) => services.handbookDrafts.saveHead(input)),
    'handbookDrafts.saveRows': (input, call) => call.write((services) => services.handbookDrafts.saveRows(input)),
    'handbookDrafts.removeRows': (input, call) => call.write((services) => services.handbookDrafts.removeRows(input)),
    'handbookDrafts.restoreRow': (input, call) => call.write((services) => services.handbookDrafts.restoreRow(input)),
    'handbookDrafts.compare': ({ draftId }, call) => call.read((services) => services.handbookDrafts.compare(draftId)),
    'handbookDrafts.check': ({ draftId }, call) => call.read((services) => services.handbookDrafts.check(draftId)),
    'handbookDrafts.attach': (input, call) => call.write((services) => services.handbookDrafts.attach(input)),
    'handbookDrafts.detach': (input, call) => call.write((services) => services.handbookDrafts.detach(input)),
    'handbookDrafts.discard': ({ draftId }, call) =>
      call.write((services) => {
        services.filings.discardOf(draftId)
        return services.handbookDrafts.discard(draftId)
      }),
    'consumption.proposeVersion': (input, call) => call.write((services) => proposeVersion(services, input)),
  }) satisfies Partial<Handlers>
