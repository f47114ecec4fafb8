import type { Handlers } from '../call.ts'
import type { FileFolder } from '../files/service.ts'
import { compareBoms, explodeOn, proposedVersion } from './compare-boms.ts'
import { importBoms, importMappings, inspectBoms, inspectMappings } from './import-workbook.ts'

export const partHandlers = (folder: FileFolder) =>
  ({
    'mappings.list': (input, call) => call.read((services) => services.parts.mappings(input, input)),
    'mappings.save': (input, call) =>
      call.write((services) => {
        services.handbookLife.requireOpen(input.handbookNo)
        return services.parts.saveMapping(input)
      }),
    'mappings.inspectWorkbook': inspectMappings,
    'mappings.importWorkbook': (input, call) => importMappings(input, call, folder),
    'boms.inspectWorkbook': inspectBoms,
    'boms.importWorkbook': (input, call) => importBoms(input, call, folder),
    'boms.list': (_, call) => call.read((services) => services.parts.boms()),
    'boms.lines': (input, call) => call.read((services) => services.parts.bomLines(input)),
    'boms.explode': (input, call) => call.read((services) => explodeOn(input, services)),
    'boms.compare': (input, call) => call.read((services) => compareBoms(input, services)),
    'boms.proposeVersion': (input, call) =>
      call.write((services) => {
        const lines = proposedVersion(input, services)
        const draftId = services.handbookDrafts.propose(input.handbookNo, lines)
        const version = lines[0]?.version ?? ''
        services.journal.record({
          subject: `手册 ${input.handbookNo}`,
          what: `按 ${input.productPartNo} 的物料清单在变更草稿里提出单耗版本 ${version}`,
          after: { 成品: String(lines[0]?.productSeq ?? ''), 单耗版本: version, 行数: String(lines.length), 按: input.asOf },
        })
        return { draftId, version, lines: lines.length }
      }),
  }) satisfies Partial<Handlers>
