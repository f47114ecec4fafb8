import { QueryClient, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { contract, isOperationName } from '../../shared/contract/contract.ts'
import type { OperationName, Output, Request } from '../../shared/contract/contract.ts'
import type { Topic } from '../../shared/contract/operation.ts'
import { call, subscribe } from './engine.ts'

/** What the engine holds is fetched once and kept until the engine says that it changed; there is no network to be slow. */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: Infinity, retry: false, refetchOnWindowFocus: false, networkMode: 'always' } },
})

/** The answer of a reading operation, refetched when the engine changes what it reads. */
export function useOperation<N extends OperationName>(
  name: N,
  input: Request<N>,
  { enabled = true }: { enabled?: boolean } = {},
): UseQueryResult<Output<N>> {
  return useQuery<Output<N>>({ queryKey: [name, input], queryFn: () => call(name, input), enabled })
}

/** Every key begins with its operation's name, so the contract itself says what a change makes stale. */
export function refetchOnChange(): () => void {
  return subscribe((event) => {
    if (event.type === 'changed')
      void queries.invalidateQueries({ predicate: ({ queryKey }) => reads(queryKey[0], event.topics) })
  })
}

function reads(name: unknown, topics: readonly Topic[]): boolean {
  return typeof name === 'string' && isOperationName(name) && contract[name].reads.some((topic) => topics.includes(topic))
}
