/** `@peculiar/x509`, with what it needs loaded first. Import certificates' types and functions from here. */
import 'reflect-metadata'

export * from '@peculiar/x509'
