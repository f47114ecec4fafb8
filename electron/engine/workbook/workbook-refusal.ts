import { refuse } from '../../../shared/contract/errors.ts'

/** What can be wrong with a file before its cells are looked at, and what the clerk does about it. */
const problems = {
  notAWorkbook: {
    message: '这个文件不是 Excel 工作簿（.xlsx）',
    next: '请用 Excel 或 WPS 打开原表格，另存为“Excel 工作簿（*.xlsx）”后再导入',
  },
  oldFormat: {
    message: '这是旧格式的 Excel 文件（.xls）',
    next: '请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入',
  },
  encrypted: {
    message: '工作簿设有打开密码，无法读取',
    next: '请用 Excel 或 WPS 打开，取消打开密码并保存后再导入',
  },
  damaged: {
    message: '工作簿已损坏或不完整，无法读取',
    next: '请重新取得该文件；或用 Excel、WPS 打开并修复，另存后再导入',
  },
  bomb: {
    message: '工作簿的内部结构异常，可能是恶意文件，已停止读取',
    next: '请核实文件来源；确需导入时，用 Excel 或 WPS 打开，另存后再试',
  },
  tooLarge: {
    message: '工作簿太大，无法读取',
    next: '请删去无关的工作表、行和列，或拆成几个文件后再导入',
  },
} as const
export type WorkbookProblem = keyof typeof problems

/** `detail` says what exactly is wrong and where, in Chinese. @throws Refusal `workbook.<problem>`, always. */
export function refuseWorkbook(
  problem: WorkbookProblem,
  detail?: string,
  at?: { sheet?: string; row?: number; column?: string },
): never {
  const { message, next } = problems[problem]
  return refuse({ code: `workbook.${problem}`, message: detail ? `${message}：${detail}` : message, ...(at && { at }), next })
}
